"""The tests' own nodes: what they stand on is checked before anything else."""

from tests.commune.node import Office, RealNode


def test_an_office_in_process_registers_and_lists(office: Office) -> None:
    clerk = office.person("vanthu")

    first, second = clerk.register("Văn bản một"), clerk.register("Văn bản hai")

    assert (first["number"], second["number"]) == (1, 2)
    assert clerk.numbers() == [1, 2]


def test_a_real_node_registers_and_comes_back_after_a_kill(real_node: RealNode) -> None:
    clerk = real_node.start().person("vanthu")
    assert clerk.register("Văn bản một")["number"] == 1

    real_node.kill()
    again = real_node.start().person("vanthu")

    assert again.numbers() == [1]
    assert again.register("Văn bản hai")["number"] == 2
