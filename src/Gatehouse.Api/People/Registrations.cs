namespace Gatehouse.Api.People;

/// <summary>Asks for an account. The answer is the same whoever asks; what comes of it is in an e-mail.</summary>
/// <param name="Email">The address that gets a link.</param>
public sealed record NewRegistration(string Email);

/// <summary>Makes the account and its organisation, by the link in the e-mail.</summary>
/// <param name="Token">From the link; it works once.</param>
/// <param name="Organisation">Name of the organisation, 1 to 100 characters.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record RegistrationConfirmation(string Token, string Organisation, string Password);

/// <summary>Asks for a link by which a new password is set. The answer is the same whoever asks.</summary>
/// <param name="Email">The address that one signs in with.</param>
public sealed record ForgottenPassword(string Email);

/// <summary>Shows that one reads what is sent to one's address.</summary>
/// <param name="Token">From the link in the e-mail.</param>
public sealed record EmailConfirmation(string Token);

/// <summary>How one can sign in here, or become somebody who can.</summary>
/// <param name="Mail">Whether this server sends e-mail: without it an admin makes the links.</param>
/// <param name="Registration">Whether strangers may make an account.</param>
/// <param name="OpenId">What people call the issuer behind <c>/api/v1/openid/start</c>; null for none.</param>
public sealed record SignInWays(bool Mail, bool Registration, string? OpenId = null);
