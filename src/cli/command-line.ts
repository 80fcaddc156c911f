import { Command, CommanderError, Option } from 'commander';
import { InputError } from './input-error.ts';
import { type OutputFormat, outputFormats, plan } from './plan-command.ts';
import type { Terminal } from './terminal.ts';
import { whatToCollect } from './what-to-collect.ts';

const exitStatus = { safe: 0, blocked: 1, unreadable: 2, fault: 3 } as const;

interface PlanFlags {
  readonly namespace?: string;
  readonly file?: readonly string[];
  readonly whatToCollect?: true;
  readonly output: OutputFormat;
  readonly showSecrets?: true;
}

/**
 * Runs `quay-migration` with these arguments and returns its exit status: 0 no blockers, 1 blockers, 2 invalid input,
 * and 3 for an internal error, which must not look like blockers.
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = exitStatus.safe;
  const program = commandLine(terminal, async (name, flags) => {
    status = await runPlan(name, flags, terminal);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.safe : exitStatus.unreadable;
    return complain(error, terminal);
  }
  return status;
}

function complain(error: unknown, terminal: Terminal): number {
  if (error instanceof InputError) {
    terminal.error(`quay-migration: ${error.message}\n`);
    return exitStatus.unreadable;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.error(`quay-migration: internal error. Please report it:\n${stack}\n`);
  return exitStatus.fault;
}

function commandLine(
  terminal: Terminal,
  onPlan: (name: string | undefined, flags: PlanFlags) => Promise<void>,
): Command {
  const program = new Command('quay-migration')
    .description('Plans the migration of a QuayEcosystem to a QuayRegistry. It does not change anything.')
    .version(process.env.QUAY_MIGRATION_VERSION ?? 'development')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .showHelpAfterError('For more information, run: quay-migration plan --help')
    .exitOverride();
  program
    .command('plan')
    .description('Show what a migration will do, and its blockers and warnings')
    .argument('[name]', 'name of the QuayEcosystem')
    .option(
      '-n, --namespace <namespace>',
      'namespace of the QuayEcosystem; default with a cluster: the namespace of the kubeconfig',
    )
    .option(
      '-f, --file <file...>',
      'read dump files, or folders with dumps, instead of a cluster; - is the standard input',
    )
    .option('--what-to-collect', 'print the commands that create a dump')
    .addOption(new Option('-o, --output <format>', 'output format').choices(outputFormats).default('table'))
    .option('--show-secrets', 'also print passwords and keys')
    .addHelpText('after', '\nExit status: 0 no blockers, 1 blockers, 2 invalid input, 3 internal error.')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .exitOverride()
    .action(onPlan);
  return program;
}

async function runPlan(given: string | undefined, flags: PlanFlags, terminal: Terminal): Promise<number> {
  const { name, files } = nameAndFiles(given, flags.file);
  if (flags.whatToCollect) {
    terminal.out(whatToCollect(name, flags.namespace));
    return exitStatus.safe;
  }
  const { namespace, output, showSecrets = false } = flags;
  const { blocked } = await plan({ name, namespace, files, output, showSecrets }, terminal);
  return blocked ? exitStatus.blocked : exitStatus.safe;
}

/** In `-f FILE... NAME` the last argument is the name, not a file. */
function nameAndFiles(
  given: string | undefined,
  files: readonly string[] | undefined,
): { readonly name: string; readonly files: readonly string[] | undefined } {
  if (given !== undefined) return { name: given, files };
  const name = files?.at(-1);
  if (files === undefined || name === undefined || files.length < 2) {
    throw new InputError('the name of the QuayEcosystem is missing. Usage: quay-migration plan [-n NAMESPACE] NAME');
  }
  return { name, files: files.slice(0, -1) };
}
