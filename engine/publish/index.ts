export { publishToFolder, type FolderSettings } from './folder';
export { replaceThumbnails } from './thumbnails';
export { folderFor, slug } from './target';
