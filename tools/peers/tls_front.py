"""TLS before a plain server: python -m tools.peers.tls_front HOST PORT TARGET CERTIFICATE KEY."""

import asyncio
import ssl
import sys
from contextlib import suppress
from typing import Final

CHUNK: Final = 64 * 1024


async def main() -> None:
    """Serve until the process is ended."""
    host, port, target, certificate, key = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = await asyncio.open_connection("127.0.0.1", int(target))
        await asyncio.gather(_pump(reader, ends[1]), _pump(ends[0], writer))

    server = await asyncio.start_server(serve, host, int(port), ssl=context)
    print(f"ready {host}:{port}", flush=True)
    await server.serve_forever()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):  # one side hung up: the other is closed below
        while content := await reader.read(CHUNK):
            writer.write(content)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
