// serve.js [PORT]: dist on http://127.0.0.1:PORT (8017; 0: any free one), for this machine only.
import {readFile} from "node:fs/promises";
import {createServer} from "node:http";
import {extname, join, normalize} from "node:path";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("./dist/", import.meta.url));
const types = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"};

const server = createServer(async (request, response) => {
  try {
    // normalize: no way out of dist
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const body = await readFile(join(root, path.endsWith("/") ? path + "index.html" : path));
    response.writeHead(200, {"content-type": types[extname(path) || ".html"] ?? "application/octet-stream"}).end(body);
  } catch {
    response.writeHead(404, {"content-type": "text/plain"}).end("not found\n");
  }
});
server.on("error", (error) => {
  console.error(error.code === "EADDRINUSE" ? `port ${error.port} is taken: node serve.js PORT` : error.message);
  process.exitCode = 1;
});
server.listen(Number(process.argv[2] ?? 8017), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
