import { entity, event, int, map, number, optional, persist, reply, time } from 'holdfast'
const Observation = { time, celsius: number, rainMillimetres: number }
const Observed = event('Observed', { observation: Observation })
const Hour = { count: int, sum: number, min: number, max: number }
const Measured = event('Measured', { time, celsius: number })
export const station = entity('weather-station', {
  allow: 'anyone',
  state: { current: optional(Observation) },
  events: { Observed },
  apply: { Observed: (station, { observation }) => ({ current: observation }) },
  commands: {
    observe: {
      takes: Observation,
      route: 'POST /weather/{id}/observations',
      handle({ current }, observation) {
        if (current && observation.time <= current.time) return reply()
        return persist(Observed({ observation })).publish('observations', observation)
      },
    },
  },
  queries: { current: { route: 'GET /weather/{id}/current', answer: station => station.current } },
})
export const hourly = entity('hourly', {
  allow: 'anyone',
  state: { hours: map(Hour) },
  events: { Measured },
  apply: {
    Measured({ hours }, { time, celsius }) {
      const hour = time.slice(0, 13), oldest = new Date(Date.parse(time) - 47 * 3_600_000).toISOString().slice(0, 13)
      const { count, sum, min, max } = hours[hour] ?? { count: 0, sum: 0, min: celsius, max: celsius }
      const now = { count: count + 1, sum: sum + celsius, min: Math.min(min, celsius), max: Math.max(max, celsius) }
      return { hours: Object.fromEntries(Object.entries({ ...hours, [hour]: now }).filter(([h]) => h >= oldest)) }
    },
  },
  commands: {
    measure: { takes: Observation, onTopic: 'observations', handle: (hourly, { time, celsius }) => persist(Measured({ time, celsius })) },
  },
  queries: { hours: { route: 'GET /weather/{id}/hours', answer: hourly => hourly.hours } },
})
