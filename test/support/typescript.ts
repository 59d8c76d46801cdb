/** Arguments with which Node runs TypeScript, in a process of its own. */
export const TYPESCRIPT = ['--import', import.meta.resolve('tsx')];
