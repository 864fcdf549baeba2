/**
 * Who listens to what, as this node sees it: the subscriptions of deployed services and of outlets,
 * what is paused, and the calendars. Start with {@code Directory}.
 */
@NullMarked
package dev.holdfast.messaging.directory;

import org.jspecify.annotations.NullMarked;
