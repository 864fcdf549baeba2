#!/usr/bin/env python3
"""How fast the replay gate is, and whether it finds one event in many: a counter in Java, Node.js and Python, each with 10,000
instances and 200,000 events in a PostgreSQL, then a version that is compatible and one whose fold throws on one event.
Needs wrk and Node.js.

    bench/functions/gate.py [--instances N] [--events N]"""

import argparse, json, shutil, subprocess, sys

from compare import HOME, ask, await_, free_port, machine, start

SERVICES = {
    'Java': ('counter', 'bench/counter', 'Counter.java',
             ('case Added(int amount) ->', 'case Added(int amount) when amount < 0 -> throw new IllegalStateException("less");\n'
              '      case Added(int amount) ->')),
    'Node.js': ('node-counter', 'bench/functions/node-counter', 'index.mjs',
                ('({ value: counter.value + amount })',
                 '{ if (amount < 0) throw new Error("less"); return { value: counter.value + amount } }')),
    'Python': ('python-counter', 'bench/functions/python-counter', 'service.py',
               ('        return replace(', '        if event.amount < 0:\n            raise ValueError("less")\n'
                '        return replace(')),
}
IN_TURN = '''
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local at = 0
request = function()
  at = at %% %d + 1
  return wrk.format(nil, "/v1/services/%s/k" .. at .. "/add", nil, "1")
end
'''


def cli(url, *line):
    return subprocess.run(['./holdfast', *line, '--url', url], cwd=HOME, capture_output=True, text=True)


def fill(url, service, instances, events, scratch):
    script = f'{scratch}/fill.lua'
    with open(script, 'w') as f:
        f.write(IN_TURN % (instances, service))
    done = 0
    while done < events:
        out = subprocess.run(['wrk', '-t1', '-c64', '-d5s', '-s', script, url], capture_output=True, text=True).stdout
        done += int(out.split(' requests in ')[0].split()[-1])
    ask(f'{url}/v1/services/{service}/k{instances // 2}/add', -1)


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--instances', type=int, default=10_000)
    options.add_argument('--events', type=int, default=200_000)
    options = options.parse_args()
    with machine('gate') as scratch:
        port = free_port()
        url = f'http://127.0.0.1:{port}'
        start(['./holdfast', 'cluster', '--local', '1', '--port', str(port), '--data', f'{scratch}/data'], HOME, f'{scratch}/log')
        await_('Holdfast', lambda: ask(f'{url}/health/ready'))
        for language, (service, folder, file, (old, new)) in SERVICES.items():
            code = f'{scratch}/{service}'
            shutil.copytree(f'{HOME}/{folder}', code)
            first = cli(url, 'deploy', code)
            if first.returncode != 0:
                sys.exit(first.stderr)
            fill(url, service, options.instances, options.events, scratch)
            for attempt in ('cold', 'warm'):
                passed = cli(url, 'replay', service, '1', '--json')
                report = json.loads(passed.stdout)
                rate = report['events'] / report['millis'] * 1000
                print(f'{language:8} {report["events"]:,} events of {report["instances"]:,} instances, {attempt}: '
                      f'{report["millis"]:,} ms, {rate:,.0f} events/s, {"passed" if report["passed"] else "REFUSED"}')
            with open(f'{code}/{file}') as f:
                source = f.read()
            if old not in source:
                sys.exit(f'{file} is not as expected')
            with open(f'{code}/{file}', 'w') as f:
                f.write(source.replace(old, new, 1))
            refused = cli(url, 'deploy', code)
            told = [line for line in refused.stderr.splitlines() if 'cannot be folded' in line]
            print(f'{language:8} a fold that throws on one event: exit {refused.returncode}; {" ".join(told) or refused.stderr}')


if __name__ == '__main__':
    main()
