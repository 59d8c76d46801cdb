/**
 * Ends the program in order: on SIGINT or SIGTERM once, gently; on a second signal at once. `interrupt`, where given, is what SIGINT
 * (Ctrl-C) does in the place of `close`; then the exit code is 130, as shells expect of what was interrupted.
 */
export function onShutdown(close: () => Promise<unknown>, interrupt?: () => Promise<unknown>): void {
  let asked = false;
  const on = (signal: NodeJS.Signals, end: () => Promise<unknown>, code: number): void => {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      end().then(
        () => process.exit(code),
        () => process.exit(1),
      );
    });
  };
  on('SIGTERM', close, 0);
  on('SIGINT', interrupt ?? close, interrupt ? 130 : 0);
}
