/**
 * Topics to webhooks: each message as a signed CloudEvent to a URL. Start with {@link
 * dev.holdfast.connectors.webhook.WebhookOutlet}; what keeps it out of our own network is {@link
 * dev.holdfast.outbound.PublicAddresses} and {@link
 * dev.holdfast.connectors.webhook.GuardedResolver}.
 */
@NullMarked
package dev.holdfast.connectors.webhook;

import org.jspecify.annotations.NullMarked;
