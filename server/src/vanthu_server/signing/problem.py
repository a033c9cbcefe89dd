from typing import Final

PROBLEMS: Final = {
    "SIGN_PDF_BROKEN": "Tệp PDF hỏng hoặc không đọc được",
    "SIGN_PDF_TOO_LARGE": "Tệp PDF lớn quá giới hạn ký số",
    "SIGN_FIELD_MISSING": "Văn bản không có ô cần thiết",
    "SIGN_FIELD_TAKEN": "Ô này đã được điền hoặc đã ký",
    "SIGN_TEXT_TOO_WIDE": "Chữ dài hơn ô dành cho nó",
    "SIGN_TEXT_UNKNOWN_LETTER": "Chữ có ký tự mà phông ký số không có",
    "SIGN_IMAGE_UNFIT": "Hình chữ ký hoặc hình dấu không dùng được",
    "SIGN_CERTIFICATE_UNFIT": "Chứng thư số không dùng để ký được",
    "SIGN_CERTIFICATE_OUT_OF_DATE": "Chứng thư số không còn hoặc chưa có hiệu lực",
    "SIGN_SIGNATURE_WRONG": "Chữ ký nhận được không khớp với văn bản",
    "SIGN_TIME_WITHOUT_ZONE": "Thời gian ký không có múi giờ",
}
"""Every code of this package with the Vietnamese title of its cause; codes are never reused."""


class SigningProblem(Exception):
    """A document that cannot be prepared, filled or finished as asked.

    `code` is a key of PROBLEMS; `text` names the cause and `next_step` what the person does now,
    both Vietnamese.
    """

    def __init__(self, code: str, detail: str, next_step: str) -> None:
        title = PROBLEMS[code]
        super().__init__(f"{code}: {title}: {detail}")
        self.code = code
        self.text = f"{title}: {detail}."
        self.next_step = next_step
