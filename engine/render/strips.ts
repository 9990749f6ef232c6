/** Rows of a frame of 1080x1920 that are laid over somebody else's picture: nothing drawn lies outside of them. */
export const CAPTION_STRIP = { y: 1216, height: 240 } as const;
export const TITLE_STRIP = { y: 204, height: 372 } as const;
