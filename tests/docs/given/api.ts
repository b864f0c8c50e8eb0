// What the examples of the API's reference leave out: imports, data, two videos.
import { copyFileSync, existsSync } from 'node:fs';
import * as plotreel from 'plotreel';
import * as scene from 'plotreel/scene';
import * as testing from 'plotreel/testing';
import type { test } from 'vitest';

declare global {
  var renderVideo: typeof plotreel.renderVideo;
  var renderStill: typeof plotreel.renderStill;
  var playbackFrames: typeof plotreel.playbackFrames;
  var plan: typeof plotreel.plan;
  var renderSegment: typeof plotreel.renderSegment;
  var stitch: typeof plotreel.stitch;
  var checkScene: typeof plotreel.checkScene;
  var diffVideos: typeof plotreel.diffVideos;
  var verifyVideo: typeof plotreel.verifyVideo;
  var openStage: typeof plotreel.openStage;
  var assertFrame: typeof testing.assertFrame;
  var defineScene: typeof scene.defineScene;
  var stageFixture: typeof testing.stageFixture;
  var stage: testing.OpenStage;
  var base: typeof test;
  type OpenStage = testing.OpenStage;
  var samples: number[];
  var x: number[];
}

Object.assign(globalThis, plotreel, scene, testing, { samples: [1, 2, 3], x: [0, 1] });
// Of the first example.
for (const name of ['before.mp4', 'after.mp4']) if (existsSync('wave.mp4')) copyFileSync('wave.mp4', name);
