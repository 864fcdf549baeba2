const sdk = process.env.HOLDFAST_SDK
const { handler } = await import(`${sdk}/src/index.js`)
const { default: counter } = await import(`${sdk}/examples/counter/index.mjs`)

export const main = handler(counter)

export const broken = async () => {
  throw new TypeError('a defect before any handler')
}
