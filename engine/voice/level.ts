/** How loud a voice leaves this room. */
export const TARGET_LUFS = -14;
export const PEAK_DB = -1.5;
