/** Twips in a millimetre. */
export const TWIPS_PER_MM = 1440 / 25.4;

/** PDF points in a millimetre. */
export const POINTS_PER_MM = 72 / 25.4;
