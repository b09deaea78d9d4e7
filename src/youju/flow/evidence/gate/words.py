"""What a refused person reads: why the file is not taken, what to do instead, and the same in English."""

from __future__ import annotations

MB = 1024 * 1024
# Absolute sizes: a ratio refuses honest files.
PICTURE_LIMIT, PDF_LIMIT, OFFICE_LIMIT, TEXT_LIMIT = 20 * MB, 50 * MB, 20 * MB, 5 * MB
LARGEST = max(PICTURE_LIMIT, PDF_LIMIT, OFFICE_LIMIT, TEXT_LIMIT)
PIXELS = 40_000_000

Words = tuple[str, str, str]
WORDS: dict[str, Words] = {
    "empty": ("文件是空的", "重新导出或拍摄后再上传", "The file is empty; export or take it again."),
    "large": (
        f"文件太大（图片 {PICTURE_LIMIT // MB} MB、PDF {PDF_LIMIT // MB} MB、办公文件 {OFFICE_LIMIT // MB} MB、文本 {TEXT_LIMIT // MB} MB 以内）",
        "压缩图片或拆成几个文件",
        "The file is too large; make it smaller or split it.",
    ),
    "pixels": (
        f"图片展开后超过 {PIXELS // 1_000_000:,} 百万像素，可能是压缩炸弹",
        "用手机相册或画图软件缩小后再上传",
        "The picture unfolds to too many pixels; make it smaller.",
    ),
    "picture": (
        "图片已损坏，或者内容不是图片",
        "重新拍摄、截图，或另存为 JPG、PNG",
        "The picture is damaged or is none; save it as JPEG or PNG again.",
    ),
    "heic": (
        "苹果手机的 HEIC 图片这里读不了",
        "手机“设置—相机—格式”选“兼容性最佳”，或转发一次变成 JPG",
        "HEIC cannot be read here; save it as JPEG.",
    ),
    "markup": (
        "这是网页或 SVG 文件，里面可以藏脚本，改了扩展名也一样",
        "截图保存为 PNG，或打印成 PDF",
        "This is a web page or SVG, which may hold scripts; make a screenshot or print it to PDF.",
    ),
    "kind": (
        "不认识这种文件",
        "换成 JPG、PNG、WebP 图片，PDF,.docx、.xlsx、.odt、.ods，或 UTF-8 文本",
        "Files of this kind are not taken; use JPEG, PNG, WebP, PDF, .docx, .xlsx, .odt, .ods or UTF-8 text.",
    ),
    "old-office": (
        "旧版 .doc、.xls、.wps 里可以藏宏，这里看不出来",
        "另存为 .docx、.xlsx 或 PDF",
        "Old office files may hide macros; save as .docx, .xlsx or PDF.",
    ),
    "archive": (
        "这是压缩包",
        "解压后把里面的文件逐个上传",
        "This is an archive; unpack it and upload the files one by one.",
    ),
    "pdf-broken": (
        "PDF 已损坏，打不开",
        "用“打印到 PDF”重新生成",
        "The PDF is damaged; print it to PDF again.",
    ),
    "pdf-locked": ("PDF 设了密码", "取消密码后再上传", "The PDF is encrypted; remove the password."),
    "pdf-script": (
        "PDF 里有脚本或会自动执行的动作",
        "用“打印到 PDF”重新生成，脚本就没有了",
        "The PDF holds scripts or actions; print it to PDF again.",
    ),
    "pdf-attachment": (
        "PDF 里夹带了附件",
        "去掉附件；附件单独上传",
        "The PDF holds attachments; upload them on their own.",
    ),
    "pdf-tail": (
        "PDF 结尾之后还藏有别的内容",
        "用“打印到 PDF”重新生成",
        "Something is hidden behind the end of the PDF; print it to PDF again.",
    ),
    "pdf-photo": (
        "PDF 里的照片带着拍摄的地点、相机，又压在别的编码里，这里去不掉",
        "用“打印到 PDF”重新生成，照片就不带这些了",
        "A photo in the PDF tells where it was taken and is packed so that this cannot be taken out; print it to PDF again.",
    ),
    "office-broken": (
        "办公文件已损坏，或者设了密码，打不开",
        "取消密码，另存为 .docx 或 .xlsx",
        "The office file is damaged or locked; remove the password and save it again.",
    ),
    "office-tail": (
        "办公文件结尾之后还藏有别的内容",
        "用办公软件重新另存",
        "Something is hidden behind the end of the office file; save it again with an office program.",
    ),
    "office-bomb": (
        "办公文件解压后太大，可能是压缩炸弹",
        "删掉大图和多余的表，或打印成 PDF",
        "The office file unpacks to too much; remove pictures or print it to PDF.",
    ),
    "office-entity": (
        "办公文件里藏有实体声明(DOCTYPE),可能是攻击",
        "用办公软件重新另存",
        "The office file declares entities; save it again with an office program.",
    ),
    "office-macro": (
        "办公文件带有宏或控件",
        "另存为不带宏的 .docx、.xlsx，或打印成 PDF",
        "The office file holds macros or controls; save it without them.",
    ),
    "office-embedded": (
        "办公文件里嵌入了别的程序的对象",
        "删掉嵌入的对象，或打印成 PDF",
        "The office file embeds objects of other programs; remove them or print it to PDF.",
    ),
    "office-links": (
        "办公文件会自动去读别处的文件或网址",
        "断开链接，把图片和模板存进文件里，或打印成 PDF",
        "The office file loads something from elsewhere; break the links.",
    ),
    "workbook": ("表格没有通过检查", "按提示改正后另存", "The workbook did not pass the gate."),
    "heavy": (
        "打开这个文件要用的时间或内存超过了限度",
        "用“打印到 PDF”或截图重新生成一份小的",
        "Opening this file takes too much time or memory; make a simpler copy.",
    ),
    "virus": (
        "杀毒软件报告文件带有病毒",
        "在本机杀毒后，用干净的文件重新上传",
        "The virus scanner found something in this file.",
    ),
    "storage-away": (
        "存放文件的地方满了或者连不上，文件还没有收下",
        "稍后再传；一直不行就告诉系统管理员。已经填的内容不受影响",
        "The storage is full or away and the file was not taken; try later, then tell the system admin.",
    ),
    "scanner-away": (
        "杀毒软件现在连不上，文件还没有收下",
        "稍后再传；一直不行就告诉系统管理员",
        "The virus scanner cannot be reached and the file was not taken; try later.",
    ),
}


class RefusedFile(Exception):  # noqa: N818  # it is an answer, not an error
    """A file that is not taken; `code` names the sentences, `detail` may say where in the file, in Chinese and in English."""

    def __init__(self, code: str, detail: str = "", detail_english: str = "") -> None:
        self.code, self.detail, self.detail_english = code, detail, detail_english
        super().__init__(code)
