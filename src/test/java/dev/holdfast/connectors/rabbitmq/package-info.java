/** What is RabbitMQ's own, without a broker. */
@NullMarked
package dev.holdfast.connectors.rabbitmq;

import org.jspecify.annotations.NullMarked;
