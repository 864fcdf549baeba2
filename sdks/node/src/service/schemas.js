const REMEDY = 'Use int, number, text, bool, time, list, map, optional, oneOf or an object of these.'

/** Reports what is no schema; true if all of it is one. */
export function reportWord(who, word, report) {
  let sound = true
  word.check('', (pointer, what) => {
    sound = false
    const at = pointer === '' ? '' : ` (at ${pointer})`
    report(`${who} has ${what}, which has no JSON form${at}. ${REMEDY}`)
  })
  return sound
}
