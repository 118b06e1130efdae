/** Pictures that the map draws with: hatchings and the signs of the families, painted here and not fetched. */

import { FAMILIES, FAMILY_SIGNS } from '../../style/families.ts';
import { channels, type Colors } from './colors.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Diagonal lines of a colour, `size` pixels to the next, that meet at the edges of the tile. */
export function hatching(color: string, size = 16, thick = 3.2): Picture {
  const [r, g, b] = channels(color);
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      // How far the pixel is from the nearest line x + y = 0 (modulo the tile).
      const along = (x + y) % size;
      const off = Math.min(along, size - along);
      const cover = Math.max(0, Math.min(1, thick / 2 + 0.5 - off));
      data.set([r, g, b, Math.round(200 * cover)], 4 * (y * size + x));
    }
  }
  return { width: size, height: size, data };
}

/** The sign of a family in a disc of its colour, or hollow where only the neighbourhood of the place is meant. */
export function sign(
  family: keyof typeof FAMILY_SIGNS,
  colors: Colors,
  look: 'full' | 'hollow',
  size = 40,
): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const half = size / 2;
  context.beginPath();
  context.arc(half, half, half - 1.5, 0, 2 * Math.PI);
  const own = colors.family[family] ?? colors.accent;
  context.fillStyle = look === 'full' ? own : colors.sheet;
  context.fill();
  context.lineWidth = 3;
  context.strokeStyle = look === 'full' ? colors.sheet : own;
  if (look === 'hollow') context.setLineDash([6, 4]);
  context.stroke();
  const within = size * 0.46;
  context.translate(half - within / 2, half - within / 2);
  context.scale(within / 16, within / 16);
  context.fillStyle = look === 'hollow' ? own : colors.dark ? '#10161a' : '#ffffff';
  context.fill(new Path2D(FAMILY_SIGNS[family]));
  return context.getImageData(0, 0, size, size);
}

/** A hatched square with rounded corners: an area that is seen from too far away to be drawn. */
export function areaBadge(color: string, colors: Colors, size = 48): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.beginPath();
  context.roundRect(3, 3, size - 6, size - 6, 8);
  context.fillStyle = colors.sheet;
  context.fill();
  context.save();
  context.clip();
  context.beginPath();
  for (let at = -size; at < size; at += 9) {
    context.moveTo(at, size);
    context.lineTo(at + size, 0);
  }
  context.lineWidth = 2.4;
  context.globalAlpha = 0.7;
  context.strokeStyle = color;
  context.stroke();
  context.restore();
  context.beginPath();
  context.roundRect(3, 3, size - 6, size - 6, 8);
  context.lineWidth = 3;
  context.strokeStyle = color;
  context.stroke();
  return context.getImageData(0, 0, size, size);
}

/** All pictures by the names that the style uses. */
export function pictures(colors: Colors): [string, Picture | ImageData][] {
  return FAMILIES.flatMap((family) => {
    const made: [string, Picture | ImageData][] = [
      [`hatch-${family}`, hatching(colors.family[family] ?? colors.accent)],
    ];
    const drawn = sign(family, colors, 'full');
    if (drawn !== null) made.push([`sign-${family}`, drawn]);
    const near = sign(family, colors, 'hollow');
    if (near !== null) made.push([`near-${family}`, near]);
    const badge = areaBadge(colors.family[family] ?? colors.accent, colors);
    if (badge !== null) made.push([`area-${family}`, badge]);
    return made;
  });
}
