"""DV1, DV3: the bytes that a device signs, the same as in pwa/tests/domain/device.test.ts."""

from vanthu_sync.signed_records import device_bytes, enrolment_bytes

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_dv1_an_enrolment_is_signed_over_code_name_and_key() -> None:
    signed = enrolment_bytes(code="01234567", name="Máy của Vân", key="BA==")

    assert (
        signed
        == ('vanthu enrolment v1\n{"code":"01234567","key":"BA==","name":"Máy của Vân"}').encode()
    )


def test_dv3_a_batch_is_signed_over_device_person_and_body() -> None:
    signed = device_bytes(device="00ff", account="vanthu", body=b"")

    assert signed == f"vanthu device v1\n00ff\nvanthu\n{EMPTY_SHA256}".encode()
    assert device_bytes(device="00ff", account="vanthu", body=b"{}") != signed
