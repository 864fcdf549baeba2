/**
 * Functions behind a URL: a server of anybody's, Cloud Run, Azure Functions. Start with {@code
 * HttpServices}; what keeps a URL out of our own network is {@code Guard}.
 */
@NullMarked
package dev.holdfast.runtimes.http;

import org.jspecify.annotations.NullMarked;
