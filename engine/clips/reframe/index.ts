/** Laying a film out anew in another shape: where its faces are, and the window that follows them. */
export type { CropPlan, CropPoint, CropSource, CropWindow, PlanCrop } from './types';
