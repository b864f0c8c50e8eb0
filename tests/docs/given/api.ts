// What the examples of the API's reference leave out: imports, and data.
import * as plotreel from 'plotreel';
import * as scene from 'plotreel/scene';

declare global {
  var renderVideo: typeof plotreel.renderVideo;
  var renderStill: typeof plotreel.renderStill;
  var playbackFrames: typeof plotreel.playbackFrames;
  var plan: typeof plotreel.plan;
  var renderSegment: typeof plotreel.renderSegment;
  var stitch: typeof plotreel.stitch;
  var defineScene: typeof scene.defineScene;
  var samples: number[];
  var x: number[];
}

Object.assign(globalThis, plotreel, scene, { samples: [1, 2, 3], x: [0, 1] });
