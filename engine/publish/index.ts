export { publishToFolder, type FolderSettings } from './folder';
export { folderFor, slug } from './target';
