// The official Node helper library walks the simulator. Arguments: folder of node_modules, origin, account SID, token.
// Prints one line of JSON with what it saw; an error of the library ends it with exit code 1.
import { createRequire } from "node:module";

const [folder, origin, accountSid, authToken] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const twilio = require("twilio");
const RequestClient = require("twilio/lib/base/RequestClient").default ?? require("twilio/lib/base/RequestClient");

const OFFICIAL = "https://conversations.twilio.com";

// What is meant for the service goes to loopback; what is meant for any other host is an error.
class Loopback extends RequestClient {
  asked = [];

  request(options) {
    const url = new URL(options.uri);
    this.asked.push(options.uri);
    if (![OFFICIAL, origin].includes(url.origin)) {
      throw new Error(`credentials on their way to ${url.origin}`);
    }
    return super.request({ ...options, uri: options.uri.replace(url.origin, origin) });
  }
}

const httpClient = new Loopback({ timeout: 10000 });
const v1 = twilio(accountSid, authToken, { httpClient, autoRetry: false }).conversations.v1;

const refusal = async (promise) => {
  try {
    await promise;
    return null;
  } catch (error) {
    return [error.status, error.code];
  }
};

const conversation = await v1.conversations.create({ friendlyName: "walk" });
// By SID: an instance of 6.2.0 that was created does not know its own.
const { participants } = v1.conversations(conversation.sid);
const role = (await v1.roles.list()).find((one) => one.type === "conversation");
const alice = await participants.create({
  identity: "alice@example.com",
  attributes: '{"a": "b&c=d+e"}',
  dateCreated: new Date("2015-12-16T22:18:37Z"),
  roleSid: role.sid,
  xTwilioWebhookEnabled: "true",
});
const pair = { "messagingBinding.address": "+15558675310", "messagingBinding.proxyAddress": "+15017122661" };
const sms = await participants.create(pair);
for (let number = 0; number < 149; number += 1) {
  await participants.create({ identity: `person ${number}` });
}
httpClient.asked.length = 0;
const listed = await participants.list({ limit: 120 });
const pages = httpClient.asked.length;
const all = await participants.list({ pageSize: 50 });
const fetched = await participants("alice@example.com").fetch();
const updated = await participants(sms.sid).update({ attributes: "[1]", lastReadMessageIndex: 3 });
const unproxied = await participants(sms.sid).update({ "messagingBinding.proxyAddress": "null" });
const service = (await v1.services.list())[0];
const twin = await v1.services(service.sid).conversations(conversation.sid).participants(alice.sid).fetch();
const message = await v1.conversations(conversation.sid).messages.create({ author: "alice@example.com", body: "hi" });
const where = await v1.participantConversations.list({ identity: "alice@example.com" });
const user = await v1.users("alice@example.com").fetch();

const refused = {
  nobody: await refusal(participants.create({})),
  twice: await refusal(participants.create({ identity: "alice@example.com" })),
  notJson: await refusal(participants.create({ identity: "b", attributes: "{" })),
  notOwned: await refusal(participants.create({ ...pair, "messagingBinding.proxyAddress": "+15005550006" })),
  tooLong: await refusal(participants.create({ identity: "a".repeat(257) })),
  identityOfSms: await refusal(participants(sms.sid).update({ identity: "bob" })),
  unknownRole: await refusal(participants.create({ identity: "b", roleSid: `RL${"0".repeat(32)}` })),
  missing: await refusal(v1.conversations(`CH${"0".repeat(32)}`).participants.create({ identity: "b" })),
  wrongToken: await refusal(twilio(accountSid, "0".repeat(32), { httpClient }).conversations.v1.users.list()),
  page: await refusal(participants.list({ pageSize: 1001 })),
};
const removed = await participants(alice.sid).remove();
const gone = await refusal(participants(alice.sid).fetch());
await v1.conversations(conversation.sid).remove();

console.log(
  JSON.stringify({
    alice: [alice.identity, alice.attributes, alice.roleSid === role.sid, alice.dateCreated.toISOString()],
    sms: sms.messagingBinding,
    listed: [listed.length, pages, all.length],
    fetched: fetched.sid === alice.sid,
    updated: [updated.attributes, updated.lastReadMessageIndex],
    unproxied: unproxied.messagingBinding,
    twin: [twin.sid === alice.sid, twin.chatServiceSid === service.sid],
    message: [message.index, message.participantSid === alice.sid],
    where: where.map((one) => one.conversationSid === conversation.sid),
    user: user.identity,
    refused,
    removed,
    gone,
  }),
);
