import type { ShownPlan } from './shown-plan.ts';
import { type Finding, verdictOf, bySeverity } from '../../contract/finding.ts';
import { nextStep } from './next-step.ts';
import { type Palette, palette } from './palette.ts';
import { paragraph, printable, table } from './text-layout.ts';

export interface View {
  readonly width: number;
  readonly coloured: boolean;
  readonly now: Date;
}

/** The plan for users: first the verdict; last, at the prompt of the terminal, the findings and the next commands. */
export function planAsTable(plan: ShownPlan, view: View): string {
  const paint = palette(view.coloured);
  const sections = [
    heading(plan, paint, view.width),
    titled('Components', components(plan, paint, view.width), paint),
    titled('Changes to config.yaml', configChanges(plan, paint, view.width), paint),
    titled('Steps', steps(plan, paint, view.width), paint),
    titled('Findings', findings(plan, paint, view.width), paint),
    titled('Next', nextStep(plan, view), paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function titled(title: string, lines: readonly string[], paint: Palette): readonly string[] {
  return lines.length === 0 ? [] : [paint.heading(title), ...lines];
}

function heading(plan: ShownPlan, paint: Palette, width: number): readonly string[] {
  const { namespace, name } = plan.ecosystem;
  const version = plan.quayVersion === '' ? '' : `, Quay ${printable(plan.quayVersion)}`;
  const { blockers, unacknowledged } = verdictOf(plan.findings, plan.choices.acknowledged);
  const title = `Migration of QuayEcosystem ${namespace}/${name} to QuayRegistry ${namespace}/${name}${version}`;
  return [
    ...paragraph(title, 0, width).map(paint.heading),
    ...paragraph(verdict(blockers.length, unacknowledged.length), 0, width).map(
      verdictPaint(paint, blockers.length, unacknowledged.length),
    ),
  ];
}

function isAccepted({ choices }: ShownPlan, finding: Finding): boolean {
  return finding.severity === 'warning' && choices.acknowledged.includes(finding.id);
}

function verdict(blockers: number, warnings: number): string {
  if (blockers > 0) return `The QuayEcosystem cannot be migrated yet. Resolve ${counted(blockers, 'blocker')}.`;
  if (warnings === 0) return 'The QuayEcosystem can be migrated.';
  return `The QuayEcosystem can be migrated after you accept ${counted(warnings, 'warning')}.`;
}

function verdictPaint(paint: Palette, blockers: number, warnings: number): (text: string) => string {
  if (blockers > 0) return paint.blocker;
  return warnings > 0 ? paint.warning : paint.good;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function components(plan: ShownPlan, paint: Palette, width: number): readonly string[] {
  const rows = plan.components.map(({ kind, managed, reason }) => [
    { text: kind },
    managed ? { text: 'managed', style: paint.good } : { text: 'unmanaged', style: paint.quiet },
    { text: reason },
  ]);
  return table(rows, 2, width);
}

function configChanges(plan: ShownPlan, paint: Palette, width: number): readonly string[] {
  const rows = plan.configDiff
    .filter(({ change }) => change !== 'kept')
    .map(({ key, change, after, reason }) => [
      { text: key },
      { text: change, style: paint.quiet },
      { text: after === undefined ? reason : `${after}: ${reason}` },
    ]);
  return table(rows, 2, width);
}

function findings(plan: ShownPlan, paint: Palette, width: number): readonly string[] {
  const paints = { blocker: paint.blocker, warning: paint.warning, info: paint.heading };
  return bySeverity(plan.findings).flatMap((finding, index) => [
    ...(index === 0 ? [] : ['']),
    `  ${paints[finding.severity](finding.severity.toUpperCase())} ${printable(finding.id)}${isAccepted(plan, finding) ? ' (accepted)' : ''}`,
    ...describeFinding(finding, width),
  ]);
}

function describeFinding({ object, field, message, remedy }: Finding, width: number): readonly string[] {
  const place = field === '' ? object : `${object}, ${field}`;
  return [
    ...paragraph(place, 4, width),
    ...paragraph(message, 4, width),
    ...(remedy === '' ? [] : paragraph(`Remedy: ${remedy}`, 4, width)),
  ];
}

function steps(plan: ShownPlan, paint: Palette, width: number): readonly string[] {
  const rows = plan.steps.map(({ title, skipped }, index) => [
    { text: `${index + 1}.`.padStart(3) },
    skipped === undefined ? { text: title } : { text: `${title} (skipped: ${skipped})`, style: paint.quiet },
  ]);
  return table(rows, 1, width);
}
