"""The waiting line in SimPy: with 3 as its second argument it runs three times, and prints JSON for each."""

import json
import sys
import time

import simpy

TELLERS = 2


def customer(env, tellers, service, waits):
    arrived = env.now
    with tellers.request() as turn:
        yield turn
        waits.append(env.now - arrived)
        yield env.timeout(service)


def arrivals(env, tellers, customers, waits):
    for gap, service in customers:
        yield env.timeout(gap)
        env.process(customer(env, tellers, service, waits))


def run(customers):
    env = simpy.Environment()
    tellers = simpy.Resource(env, capacity=TELLERS)
    waits = []
    env.process(arrivals(env, tellers, customers, waits))
    env.run()
    return {"served": len(waits), "meanWait": sum(waits) / len(waits)}


def main(path, times):
    with open(path) as file:
        customers = [tuple(map(float, line.split(","))) for line in file.readlines()[1:]]
    for _ in range(times):
        before = time.process_time()
        result = run(customers)
        seconds = time.process_time() - before
        print(json.dumps({**result, "seconds": seconds}))


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
