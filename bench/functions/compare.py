#!/usr/bin/env python3
"""One counter in four forms, on this machine, in turns: Java, Node.js and Python on one node of Holdfast with a
PostgreSQL, and a virtual object of Restate with its Node.js SDK. Needs wrk, Node.js, and `npm ci` in bench/functions/restate.

    bench/functions/compare.py [--rounds N] [--seconds S] [--without-restate]

Everything is durable: PostgreSQL with fsync, Restate with its own log. The sums are compared with what was acknowledged."""

import argparse, contextlib, json, os, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time, urllib.request

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
KEYS = 1000
LUA = '''
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function() return wrk.format(nil, "%s" .. math.random(1, %d) .. "/add", nil, "1") end
%s
'''
# Milliseconds between an answer and the next request of a connection.
DELAY = 'delay = function() return math.random(0, %d) end'
CONNECTIONS = 64
started = []


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def start(command, folder, log, **environment):
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=open(log, 'w'), stderr=subprocess.STDOUT, start_new_session=True)
    started.append(process)
    return process


@contextlib.contextmanager
def machine(name):
    """A folder for what is started inside, which ends with it."""
    scratch = tempfile.mkdtemp(prefix=f'holdfast-{name}-')
    try:
        yield scratch
    finally:
        for process in reversed(started):
            try:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(40)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass
        shutil.rmtree(scratch, ignore_errors=True)


def ask(url, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {'Content-Type': 'application/json'}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b'null')


def await_(what, check, seconds=120):
    end = time.time() + seconds
    while True:
        try:
            return check()
        except Exception as e:
            if time.time() > end:
                sys.exit(f'{what} did not become ready: {e}')
            time.sleep(0.2)


def holdfast(scratch):
    port = free_port()
    start(['./holdfast', 'cluster', '--local', '1', '--port', str(port), '--data', f'{scratch}/holdfast', 'bench/counter',
           'bench/functions/node-counter', 'bench/functions/python-counter'], HOME, f'{scratch}/holdfast.log')
    url = f'http://127.0.0.1:{port}'
    await_('Holdfast', lambda: ask(f'{url}/v1/services/python-counter/warm/add', 1))
    return url


def restate(scratch):
    ports = [free_port() for _ in range(4)]
    folder = f'{HOME}/bench/functions/restate'
    start(['node', 'counter.mjs'], folder, f'{scratch}/restate-sdk.log', PORT=str(ports[0]))
    start(['node_modules/.bin/restate-server', '--base-dir', f'{scratch}/restate'], folder, f'{scratch}/restate.log',
          RESTATE_INGRESS__BIND_ADDRESS=f'127.0.0.1:{ports[1]}', RESTATE_ADMIN__BIND_ADDRESS=f'127.0.0.1:{ports[2]}',
          RESTATE_BIND_ADDRESS=f'127.0.0.1:{ports[3]}', DO_NOT_TRACK='1', RESTATE_DISABLE_TELEMETRY='true')
    await_('Restate', lambda: ask(f'http://127.0.0.1:{ports[2]}/deployments', {'uri': f'http://127.0.0.1:{ports[0]}'}))
    url = f'http://127.0.0.1:{ports[1]}'
    await_('Restate', lambda: ask(f'{url}/counter/warm/add', 1))
    return url


def wrk(url, path, connections, seconds, scratch, delay=''):
    script = f'{scratch}/add.lua'
    with open(script, 'w') as f:
        f.write(LUA % (path, KEYS, delay))
    out = subprocess.run(
        ['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', '-s', script, url],
        capture_output=True, text=True).stdout
    bad = re.search(r'Non-2xx or 3xx responses: (\d+)', out)
    if bad:
        print(f'  {path}: {bad.group(1)} calls failed', file=sys.stderr)
    units = {'us': 0.001, 'ms': 1, 's': 1000}
    def percentile(name):
        value, unit = re.search(name + r'%\s+([\d.]+)(us|ms|s)', out).groups()
        return float(value) * units[unit]
    return float(re.search(r'Requests/sec:\s+([\d.]+)', out).group(1)), percentile('50'), percentile('99')


def medians(runs):
    return (statistics.median(run[i] for run in runs) for i in range(3))


def functions_of(service):
    """Processes that run a function, wherever they stand below the node."""
    found = []
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            line = open(f'/proc/{pid}/cmdline').read().replace('\0', ' ')
        except OSError:
            continue
        if service in line and ('holdfast-node.js' in line or '-m holdfast' in line) and 'compare.py' not in line:
            found.append(int(pid))
    return found


def cold(url, service):
    """Milliseconds of a first call: its processes were killed."""
    for pid in functions_of(service):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    time.sleep(1)
    begun = time.perf_counter()
    ask(f'{url}/v1/services/{service}/cold/add', 1)
    return (time.perf_counter() - begun) * 1000


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--rounds', type=int, default=3)
    options.add_argument('--seconds', type=int, default=5)
    options.add_argument('--without-restate', action='store_true')
    options = options.parse_args()
    with machine('compare') as scratch:
        url = holdfast(scratch)
        who = {name: (url, f'/v1/services/{service}/k') for name, service in
               (('Java', 'counter'), ('Node.js', 'node-counter'), ('Python', 'python-counter'))}
        if not options.without_restate:
            who['Restate, Node.js'] = (restate(scratch), '/counter/k')
        print('# cold first call, milliseconds, process start included')
        for name, service in (('Node.js', 'node-counter'), ('Python', 'python-counter')):
            times = sorted(cold(url, service) for _ in range(5))
            print(f'{name:18} {times[0]:.0f} / {times[2]:.0f} / {times[4]:.0f}  (least, median, most of 5)')
        results = {name: [] for name in who}
        for name, (base, path) in who.items():
            wrk(base, path, CONNECTIONS, options.seconds, scratch)
        for _ in range(options.rounds):
            for name, (base, path) in who.items():
                results[name].append(wrk(base, path, CONNECTIONS, options.seconds, scratch))
        print(f'# {CONNECTIONS} connections, {KEYS} keys, median of {options.rounds} rounds')
        java = statistics.median(r[0] for r in results['Java'])
        for name, runs in results.items():
            rate, p50, p99 = medians(runs)
            print(f'{name:18} {rate:7.0f}/s  p50 {p50:6.2f} ms  p99 {p99:7.2f} ms  {rate / java:5.2f} of Java')
        print(f'# at half of that, Java at the same rate; {CONNECTIONS} connections that pause')
        for name in ('Node.js', 'Python'):
            half = statistics.median(r[0] for r in results[name]) / 2
            delay = DELAY % round(2 * 1000 * CONNECTIONS / half)
            runs = {each: [] for each in ('Java', name)}
            for _ in range(options.rounds):
                for each, found in runs.items():
                    base, path = who[each]
                    found.append(wrk(base, path, CONNECTIONS, options.seconds, scratch, delay))
            for each, found in runs.items():
                rate, p50, p99 = medians(found)
                print(f'{each:18} {rate:7.0f}/s  p50 {p50:6.2f} ms  p99 {p99:7.2f} ms')
            added = statistics.median(mine[1] - its[1] for mine, its in zip(runs[name], runs['Java']))
            print(f'{name:18} adds p50 {added:5.2f} ms')


if __name__ == '__main__':
    main()
