// Shared modules are there only after the first asynchronous import.
void import('./bootstrap.tsx');
