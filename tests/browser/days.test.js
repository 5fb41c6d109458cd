// Days in a store's time zone, without a browser. The process stands for a browser in another zone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, endOf } from "../../shared/pages/assets/days.js";

process.env.TZ = "America/New_York";

test("a day ends when it ends in the store", () => {
  for (const [day, zone, end] of [
    ["2031-05-17", "Europe/Paris", "2031-05-17T21:59:59.000Z"],
    ["2031-01-17", "Europe/Paris", "2031-01-17T22:59:59.000Z"],
    ["2031-05-17", "Pacific/Auckland", "2031-05-17T11:59:59.000Z"],
    ["2031-05-17", "Asia/Kolkata", "2031-05-17T18:29:59.000Z"],
    ["2031-05-17", "America/Los_Angeles", "2031-05-18T06:59:59.000Z"],
    // Days on which the clocks change.
    ["2031-03-30", "Europe/Paris", "2031-03-30T21:59:59.000Z"],
    ["2031-10-26", "Europe/Paris", "2031-10-26T22:59:59.000Z"],
    ["2031-05-17", "Not/AZone", "2031-05-18T03:59:59.000Z"],
  ]) {
    assert.equal(endOf(day, zone), end, `${day} ${zone}`);
    assert.equal(dayOf(end, zone), day, `${end} ${zone}`);
  }
  assert.equal(endOf("", "Europe/Paris"), null);
});

test("what is no time has no day", () => {
  for (const time of [null, undefined, "nonsense", "+10000-13-01T13:59:59Z"]) assert.equal(dayOf(time, "Europe/Paris"), "", String(time));
});
