/** RabbitMQ by its own Java client. Start with {@code RabbitSource} and {@code RabbitSink}. */
@NullMarked
package dev.holdfast.connectors.rabbitmq;

import org.jspecify.annotations.NullMarked;
