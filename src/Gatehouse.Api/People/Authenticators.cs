using System.Collections.Immutable;

namespace Gatehouse.Api.People;

/// <summary>Begins to set up an authenticator app.</summary>
/// <param name="Password">The person's password once more.</param>
public sealed record NewAuthenticator(string Password);

/// <summary>What the app needs. It counts from the first right code on.</summary>
/// <param name="Key">The shared key in base32.</param>
/// <param name="Uri">The same as <c>otpauth://</c>, for a QR code.</param>
public sealed record AuthenticatorKey(string Key, string Uri);

/// <summary>Shows that the app is set up.</summary>
/// <param name="Code">Six digits that it shows now.</param>
public sealed record AuthenticatorCode(string Code);

/// <summary>Codes for the day the app is lost; each works once, shown this once.</summary>
/// <param name="Codes">Ten of them.</param>
public sealed record RecoveryCodes(ImmutableArray<string> Codes);
