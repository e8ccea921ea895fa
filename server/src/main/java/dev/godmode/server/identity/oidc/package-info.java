/**
 * People who log in with the fleet's OpenID Connect provider: OpenID Connect Core 1.0, the code
 * flow with PKCE (RFC 7636), and the device flow (RFC 8628).
 */
@NullMarked
package dev.godmode.server.identity.oidc;

import org.jspecify.annotations.NullMarked;
