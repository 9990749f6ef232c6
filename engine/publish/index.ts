export { publishToFolder, type FolderSettings, type Told } from './folder';
export { replaceThumbnails } from './thumbnails';
export { folderFor, slug } from './target';
