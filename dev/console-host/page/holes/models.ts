/** The SDK falls back to the console's static kinds; here all come from discovery. */
export {};
