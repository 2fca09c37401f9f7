namespace Gatehouse.Api.People;

/// <summary>The first organisation of an installation and its first admin.</summary>
/// <param name="Token">From the link that the server printed; it works once.</param>
/// <param name="Organisation">Name of the organisation, 1 to 100 characters.</param>
/// <param name="Email">Address of the admin.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record NewSetUp(string Token, string Organisation, string Email, string Password);
