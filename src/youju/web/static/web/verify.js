// The bundle of a publication, checked in the reader's own browser: nothing is sent anywhere.
//
// It asks the questions of `youju verify-manifest` (src/youju/engine/bundle/manifest.py) in the same order and answers
// in the same words, on an English page in the English ones alone; tests/web/test_verifier.py holds the two against each other in a real browser. Scoring again from
// the facts is the work of `youju verify`.

const NAME = "manifest.json";
const FORMAT = "youju-bundle-1";
const OUTSIDE = new Set([NAME, "signature.json", "proof.json"]);
const ENGLISH = document.documentElement.lang.startsWith("en");
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// 1. A zip: its list of contents stands at the end (PKWARE APPNOTE 4.3); files are stored or deflated.

function entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("这不是一个 zip 文件 / not a zip file");
  const entries = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new Error("zip 的目录已损坏 / the zip's list is damaged");
    const [named, extra, said] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    entries.push({
      name: nameOf(bytes.subarray(at + 46, at + 46 + named), (view.getUint16(at + 8, true) & 0x800) !== 0),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      start: view.getUint32(at + 42, true),
    });
    at += 46 + named + extra + said;
  }
  // Of two files of one name programs unpack now the first, now the last: neither may stand for the other.
  const seen = new Set();
  const twice = entries.find((entry) => seen.size === seen.add(entry.name).size);
  if (twice) throw new Error(`zip 里有两个 ${twice.name} / two files ${twice.name} in the zip`);
  return entries.filter((entry) => !entry.name.endsWith("/"));
}

// Where a zip does not say that its names are UTF-8, Windows wrote them in the letters of the machine: a folder 核验包 in GBK.
function nameOf(bytes, isUtf8) {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    if (isUtf8) throw error;
    return new TextDecoder("gbk").decode(bytes);
  }
}

async function contentOf(bytes, entry) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = entry.start + 30 + view.getUint16(entry.start + 26, true) + view.getUint16(entry.start + 28, true);
  const packed = bytes.subarray(from, from + entry.packed);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new Error("压缩方法不认识 / unknown compression");
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

// 2. JSON as Python reads and writes it: numbers keep their digits, names stand in the order of their code points.

function parse(text) {
  let at = 0;
  const space = () => { while (" \t\n\r".includes(text[at]) && at < text.length) at += 1; };
  const need = (sign) => { if (text[at] !== sign) throw new SyntaxError(`${at}`); at += 1; };
  const string = () => {
    const found = /"(?:[^"\\\u0000-\u001f]|\\.)*"/uy;
    found.lastIndex = at;
    const match = found.exec(text);
    if (!match) throw new SyntaxError(`${at}`);
    at = found.lastIndex;
    return JSON.parse(match[0]);
  };
  const list = (close, one) => {
    at += 1;
    space();
    if (text[at] === close) { at += 1; return; }
    for (;;) {
      space();
      one();
      space();
      if (text[at] === close) { at += 1; return; }
      need(",");
    }
  };
  const value = () => {
    space();
    if (text[at] === '"') return string();
    if (text[at] === "{") {
      const found = new Map();
      list("}", () => { const key = string(); space(); need(":"); found.set(key, value()); });
      return found;
    }
    if (text[at] === "[") {
      const found = [];
      list("]", () => found.push(value()));
      return found;
    }
    const literal = /null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    literal.lastIndex = at;
    const match = literal.exec(text);
    if (!match) throw new SyntaxError(`${at}`);
    at = literal.lastIndex;
    return { literal: match[0] };
  };
  const found = value();
  space();
  if (at !== text.length) throw new SyntaxError(`${at}`);
  return found;
}

function byCodePoint(a, b) {
  const [left, right] = [Array.from(a, (c) => c.codePointAt(0)), Array.from(b, (c) => c.codePointAt(0))];
  const differs = left.findIndex((point, place) => point !== right[place]);
  return differs < 0 ? left.length - right.length : left[differs] - (right[differs] ?? -1);
}

// The digits of a number as Python prints it again; a number written otherwise does not stand in its written form.
function number(literal) {
  if (/^(null|true|false)$/.test(literal)) return literal;
  if (/^-?\d+$/.test(literal)) return literal === "-0" ? "0" : literal;
  const exponential = Number(literal).toExponential();
  const [digits, power] = exponential.split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) return String(Number(literal)).includes(".") ? fixed(digits, exponent) : `${String(Number(literal))}.0`;
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function fixed(digits, exponent) {
  const [sign, plain] = digits.startsWith("-") ? ["-", digits.slice(1)] : ["", digits];
  const all = plain.replace(".", "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${all}`;
  return `${sign}${all.slice(0, exponent + 1)}.${all.slice(exponent + 1)}`;
}

// `indent` null writes one line with ", " and ": ", a number writes so many spaces for each depth, as json.dumps does.
function write(value, indent, depth = 1) {
  if (typeof value === "string") return JSON.stringify(value);
  if (!Array.isArray(value) && !(value instanceof Map)) return number(value.literal);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const parts = Array.isArray(value)
    ? value.map((one) => write(one, indent, depth + 1))
    : [...value.keys()].sort(byCodePoint).map((key) => `${JSON.stringify(key)}: ${write(value.get(key), indent, depth + 1)}`);
  if (parts.length === 0) return open + close;
  if (indent === null) return open + parts.join(", ") + close;
  const line = (deep) => `\n${" ".repeat(indent * deep)}`;
  return open + line(depth) + parts.join(`,${line(depth)}`) + line(depth - 1) + close;
}

// 3. Hashes and the root: SHA-256 over one line "sha256  name" for each file in order, and a last line for what was scored.

async function sha256(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function rootOf(files, about) {
  const encode = (text) => new TextEncoder().encode(text);
  const lines = [...files.keys()].sort(byCodePoint).map((name) => `${files.get(name).get("sha256")}  ${name}\n`);
  return sha256(encode(`${lines.join("")}${await sha256(encode(write(about, null)))}  ${NAME}\n`));
}

// 4. The questions of the command, in its order and its words.

const says = (file, what, english, place = "") => (ENGLISH
  ? `${file}${place}: ${english}${what.includes(" / ") ? ` (${spoken(what)})` : ""}`
  : `${file}${place}: ${what} (${english})`);
// What is said in both languages, in that of an English page; other pages say both, as the command does.
const spoken = (words) => (ENGLISH ? words.slice(words.indexOf(" / ") + 3) : words);
const isWhole = (value) => /^-?\d+$/.test(value?.literal ?? "");

async function manifestOf(there) {
  const unread = (what) => ({ refused: says(NAME, what, "the manifest cannot be read") });
  if (!there.has(NAME)) return unread(`没有 ${NAME}，这不是一个成果包 / no ${NAME}: not a bundle`);
  let text, manifest;
  try {
    text = UTF8.decode(await there.get(NAME)());
    manifest = parse(text);
  } catch {
    return unread(`${NAME} 已损坏 / ${NAME} is damaged`);
  }
  if (!(manifest instanceof Map) || manifest.get("format") !== FORMAT || !(manifest.get("files") instanceof Map)) {
    return unread(`${NAME} 不是 ${FORMAT} 格式 / ${NAME} is not ${FORMAT}`);
  }
  if (text !== `${write(manifest, 1)}\n`) return unread(`${NAME} 不是原样 / ${NAME} is not in its written form`);
  return { manifest };
}

async function check(there, tick) {
  const { manifest, refused } = await manifestOf(there);
  if (refused) return { found: [refused] };
  const files = manifest.get("files");
  if (![...files.values()].every((entry) => entry instanceof Map && typeof entry.get("sha256") === "string")) {
    return { found: [says(NAME, "文件清单已损坏", "the list of files is damaged")] };
  }
  const about = new Map([...manifest].filter(([key]) => !["files", "root", "format"].includes(key)));
  const root = await rootOf(files, about);
  const found = [];
  if (root !== manifest.get("root")) found.push(says(NAME, "根哈希与清单不符", "the root does not follow from the list of files"));
  const sealed = [...there.keys()].filter((name) => !OUTSIDE.has(name));
  found.push(...[...files.keys()].filter((name) => !sealed.includes(name)).sort(byCodePoint).map((name) => says(name, "清单中有，包里没有", "listed but absent")));
  found.push(...sealed.filter((name) => !files.has(name)).sort(byCodePoint).map((name) => says(name, "包里有，清单中没有", "present but not listed")));
  const both = sealed.filter((name) => files.has(name)).sort(byCodePoint);
  for (const [done, name] of both.entries()) {
    tick(done, both.length);
    found.push(...(await compare(name, files.get(name), there.get(name))));
  }
  return { found, root };
}

async function compare(name, said, read) {
  const damaged = !(isWhole(said.get("bytes")) && isWhole(said.get("block")) && Array.isArray(said.get("blocks")) && Number(said.get("block").literal) >= 1);
  if (damaged) return [says(NAME, `${name} 的记录已损坏`, `the entry of ${name} is damaged`)];
  let bytes;
  try {
    bytes = await read();
  } catch {
    return [says(name, "从 zip 里解不出来", "cannot be unpacked from the zip")];
  }
  const size = Math.min(Number(said.get("block").literal), 2 ** 30);
  const blocks = [];
  for (let start = 0; start < bytes.length; start += size) blocks.push((await sha256(bytes.subarray(start, start + size))).slice(0, 16));
  const [whole, was, length] = [await sha256(bytes), said.get("blocks"), Number(said.get("bytes").literal)];
  const sameBlocks = was.length === blocks.length && was.every((hash, place) => hash === blocks[place]);
  if (whole === said.get("sha256") && sameBlocks && length === bytes.length && said.size === 4) return [];
  if (whole === said.get("sha256") || sameBlocks) return [says(NAME, `${name} 的记录被改动`, `the entry of ${name} was changed, not the file`)];
  const range = (start, stop) => ` ${ENGLISH ? "bytes" : "字节"} ${start}–${stop}`;
  const changed = blocks.findIndex((hash, place) => place < was.length && hash !== was[place]);
  if (changed >= 0) return [says(name, "内容被改动", "content changed", range(changed * size, Math.min((changed + 1) * size, bytes.length)))];
  if (length !== bytes.length) return [says(name, `长度由 ${length} 变为 ${bytes.length} 字节`, "length changed", range(Math.min(bytes.length, length), bytes.length))];
  return [says(NAME, `${name} 的哈希记录被改动`, `the recorded hash of ${name} was changed`)];
}

// 5. The page: a file chosen or dropped in, or the one this house hands out; the answer in words.

const page = document.getElementById("verifier");
const part = (name) => page.querySelector(`[data-part="${name}"]`);

async function look(name, buffer) {
  const bytes = new Uint8Array(buffer);
  part("about").textContent = `${name} · ${bytes.length} B`;
  part("progress").hidden = false;
  let entries;
  try {
    entries = entriesOf(bytes);
  } catch (error) {
    return tell("late", [spoken(error instanceof TypeError ? "zip 的目录已损坏 / the zip's list is damaged" : error.message)]);
  }
  const homes = entries.filter((entry) => entry.name === NAME || entry.name.endsWith(`/${NAME}`)).map((entry) => entry.name.slice(0, -NAME.length));
  const home = homes.sort((a, b) => a.length - b.length)[0] ?? "";
  const there = new Map(entries.filter((entry) => entry.name.startsWith(home)).map((entry) => [entry.name.slice(home.length), () => contentOf(bytes, entry)]));
  const { found, root } = await check(there, (done, all) => { part("progress").max = all; part("progress").value = done; });
  part("progress").value = part("progress").max;
  if (found.length > 0) return tell("late", found);
  const beside = entries.filter((entry) => !entry.name.startsWith(home)).map((entry) => entry.name);
  const more = beside.length > 0 ? [`${page.dataset.beside} ${beside.join(ENGLISH ? ", " : "、")}`] : [];
  const unchanged = `${ENGLISH ? "unchanged" : "一致 unchanged"}: ${root}`;
  if (page.dataset.root && page.dataset.root !== root) return tell("returned", [unchanged, page.dataset.other, ...more]);
  return tell("done", [unchanged, ...(page.dataset.root ? [page.dataset.same] : []), ...more]);
}

function tell(light, lines) {
  part("verdict").hidden = false;
  part("light").className = `light ${light}`;
  part("light").textContent = page.dataset[light];
  part("lines").replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  part("verdict").focus();
}

async function take(file) {
  if (!file) return;
  let buffer;
  try {
    buffer = await file.arrayBuffer();
  } catch {
    return tell("late", [spoken(`浏览器读不了这个文件，可能太大（${file.size} B） / the browser cannot read this file, it may be too large (${file.size} B)`)]);
  }
  await look(file.name, buffer);
}

async function fetched(url) {
  try {
    const answer = await fetch(url);
    if (answer.ok) await look(url, await answer.arrayBuffer());
    else tell("late", [`${answer.status} ${url}`]);
  } catch {
    tell("late", [spoken(`取不到核验包，没有网络或服务器没有应答：${url} / the bundle could not be fetched, there is no network or no answer: ${url}`)]);
  }
}

if (page && globalThis.crypto?.subtle && globalThis.DecompressionStream) {
  part("ways").hidden = false;
  part("file").addEventListener("change", (event) => take(event.target.files[0]));
  part("drop").addEventListener("dragover", (event) => event.preventDefault());
  part("drop").addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });
  part("fetch")?.addEventListener("click", (event) => fetched(event.target.dataset.url));
} else if (page) {
  part("cannot").hidden = false;
}
