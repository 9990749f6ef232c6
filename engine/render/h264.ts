/** How scenes are encoded: the same settings for all, so that their streams join byte by byte. */

const X264 = 'rc-lookahead=0:bframes=0:mbtree=0:scenecut=0:keyint=150:cabac=1:no-deblock=0:deblock=0,0';
/** One thread: a picture is one slice, and the bits depend on nothing but the pictures. */
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-x264-params', X264, '-threads', '1'];
export const BT709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];
