/**
 * The HTTP server: routes, authorisation, limits, following, OpenAPI. Start with {@link
 * dev.holdfast.edge.EdgeServer}, which binds, then {@code Edge}, which answers one request.
 */
@NullMarked
package dev.holdfast.edge;

import org.jspecify.annotations.NullMarked;
