// Read every calendar file with ical.js, the parser of Thunderbird, and compare what it reads.
// Usage: node calendars.mjs FOLDER FILE, where FOLDER has ical.js and calendars.py has written FILE.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { exit } from "node:process";
import { isDeepStrictEqual } from "node:util";

const [folder, file] = process.argv.slice(2);
const ICAL = createRequire(join(resolve(folder), "x.js"))("ical.js");

const read = (component) => {
  const event = new ICAL.Event(component);
  const alarms = component.getAllSubcomponents("valarm").map((alarm) => {
    const time = event.startDate.clone();
    time.isDate = false;
    time.addDuration(alarm.getFirstPropertyValue("trigger"));
    return time.toString();
  });
  return {
    summary: event.summary,
    description: event.description,
    first: event.startDate.toString(),
    end: event.endDate.toString(),
    status: component.getFirstPropertyValue("status"),
    alarms,
  };
};

let events = 0;
let alarms = 0;
const wrong = [];
for (const { calendar, events: expected } of JSON.parse(readFileSync(file, "utf-8"))) {
  const components = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent");
  const found = components.map(read);
  const uids = new Set(components.map((each) => each.getFirstPropertyValue("uid")));
  if (found.length !== expected.length) wrong.push(`${found.length} of ${expected.length} events`);
  if (uids.size !== found.length) wrong.push(`${uids.size} UIDs of ${found.length} events`);
  expected.forEach((event, index) => {
    if (!isDeepStrictEqual(event, found[index])) {
      wrong.push(`${JSON.stringify(found[index])} instead of ${JSON.stringify(event)}`);
    }
  });
  events += found.length;
  alarms += found.flatMap((event) => event.alarms).length;
}
wrong.slice(0, 50).forEach((line) => console.error(line));
console.log(`${events} calendar events, ${alarms} alarms, ${wrong.length} wrong`);
exit(wrong.length || !events || !alarms ? 1 : 0);
