// A photo is drawn anew on the device: no larger than a page can show, without the place and the maker's notes.

const LONGEST = 2048;

export async function redrawn(file) {
  const seen = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(seen.width, seen.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(seen.width * scale);
  canvas.height = Math.round(seen.height * scale);
  canvas.getContext("2d").drawImage(seen, 0, 0, canvas.width, canvas.height);
  seen.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  if (!blob) throw new Error("the photo could not be drawn");
  return blob;
}
