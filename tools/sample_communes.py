"""The two communes of story and demo: names of our own, organs and people made up."""

from typing import Final

from tools.world.commune import SampleCommune, SampleOrgan, SamplePerson

DONG_THANH: Final = SampleCommune(
    name="Máy xã Đông Thạnh",
    place="Đông Thạnh",
    organs=(
        SampleOrgan(
            id="ubnd-dong-thanh",
            code="H99.10.01",
            name="Ủy ban nhân dân xã Đông Thạnh",
            abbreviation="UBND",
            people=(
                SamplePerson("lan", "Nguyễn Thị Lan", "Văn thư", "van_thu"),
                SamplePerson("truong", "Nguyễn Văn Trường", "Chủ tịch", "lanh_dao"),
                SamplePerson("minh", "Lê Quang Minh", "Công chức Văn phòng", "chuyen_vien"),
                SamplePerson("quantri", "Phạm Đức Anh", "Cán bộ CNTT", "quan_tri"),
            ),
        ),
        SampleOrgan(
            id="hdnd-dong-thanh",
            code="H99.10.02",
            name="Hội đồng nhân dân xã Đông Thạnh",
            abbreviation="HĐND",
            people=(SamplePerson("hoa", "Đỗ Thị Hoa", "Văn thư HĐND", "van_thu"),),
        ),
    ),
)

TAN_LAP: Final = SampleCommune(
    name="Máy xã Tân Lập",
    place="Tân Lập",
    policy="004-bac-giang-2020",
    organs=(
        SampleOrgan(
            id="ubnd-tan-lap",
            code="H99.11.01",
            name="Ủy ban nhân dân xã Tân Lập",
            abbreviation="UBND",
            people=(
                SamplePerson("thu", "Trần Thị Thu", "Văn thư", "van_thu"),
                SamplePerson("duc", "Hoàng Minh Đức", "Chủ tịch", "lanh_dao"),
            ),
        ),
    ),
)
