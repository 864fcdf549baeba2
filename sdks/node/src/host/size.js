const SCALAR = 8

/** About how many bytes a value takes as JSON, without writing it. */
export function roughSize(value) {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return SCALAR
  let size = 2
  if (Array.isArray(value)) {
    for (const element of value) size += roughSize(element) + 1
  } else {
    for (const name in value) size += name.length + roughSize(value[name]) + 4
  }
  return size
}
