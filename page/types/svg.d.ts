// https://svgwg.org/svg2-draft/embedded.html#__svg__SVGImageElement__decode
interface SVGImageElement {
  decode(): Promise<void>;
}
