import fc from 'fast-check';

// A mutant is judged by many properties: each gets a moment, and what fails needs no smallest example.
fc.configureGlobal({ interruptAfterTimeLimit: 50, endOnFailure: true });
