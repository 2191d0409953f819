// Starts telegram-test-api on a free loopback port and prints it as JSON; ends with its input.
//
// The package was written for JavaScript bots, which read an answer less strictly than Python's
// do. What is corrected, and no more: getMe says `is_bot`, dates are seconds, a callback query has
// its `chat_instance`, a poll is held until there is something or a second is over, and update ids
// go on from start to start. With --files it takes sendPhoto and sendDocument too. Needs Node 18.

"use strict";

const http = require("http");
const { Readable } = require("stream");
const { setTimeout: seconds } = require("timers/promises");
const TelegramServer = require("telegram-test-api");

const POLL_MS = 1000;
const WITH_FILES = process.argv.includes("--files");
const UPLOAD = /^\/bot([^/]+)\/send(Photo|Document)$/;
const POLL = /^\/bot[^/]+\/getUpdates$/;

const telegram = new TelegramServer();
telegram.updateId = Date.now();
telegram.setMaxListeners(0);
const api = telegram.webServer;

const json = api.response.json;
api.response.json = function (body) {
  return json.call(this, corrected(body));
};

function corrected(body) {
  const result = body.result;
  if (Array.isArray(result)) {
    for (const { callback_query: query } of result) {
      if (query) query.chat_instance = String(query.from.id);
    }
  } else if (result && result.username === "TestNameBot") {
    result.is_bot = true;
  } else if (result && result.date) {
    result.date = Math.floor(result.date / 1000);
  }
  return body;
}

async function poll(request, response) {
  if (telegram.storage.userMessages.every((update) => update.isRead)) {
    await Promise.race([telegram.waitUserMessage(), seconds(POLL_MS)]);
  }
  // An update that is handed to somebody who has gone would be lost: here nobody acknowledges.
  if (!response.destroyed) api(request, response);
}

async function upload(request, response, token, kind) {
  const body = Readable.toWeb(request);
  const sent = { method: "POST", headers: request.headers, body, duplex: "half" };
  const form = await new Request("http://here", sent).formData();
  const { caption, ...fields } = Object.fromEntries(form);
  const file = fields[kind];
  delete fields[kind];
  const content = Buffer.from(await file.arrayBuffer()).toString("base64");
  const message = { ...fields, text: caption || "", kind, file_name: file.name, content };
  const { content: _, ...result } = telegram.addBotMessage(message, token);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(corrected({ ok: true, result })));
}

const server = http.createServer((request, response) => {
  const uploaded = UPLOAD.exec(request.url);
  if (WITH_FILES && uploaded) {
    upload(request, response, uploaded[1], uploaded[2].toLowerCase());
  } else if (POLL.test(request.url)) {
    poll(request, response);
  } else {
    api(request, response);
  }
});

server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.resume();
process.stdin.on("end", () => process.exit());
