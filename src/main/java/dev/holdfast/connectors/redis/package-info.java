/** Streams of Redis by Lettuce. Start with {@code RedisSource} and {@code RedisSink}. */
@NullMarked
package dev.holdfast.connectors.redis;

import org.jspecify.annotations.NullMarked;
