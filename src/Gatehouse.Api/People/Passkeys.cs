using System.Text.Json;

namespace Gatehouse.Api.People;

/// <summary>Begins to add a passkey.</summary>
/// <param name="Password">The person's password once more; null for who has none.</param>
public sealed record PasskeyAsk(string? Password = null);

/// <summary>What the browser needs. It is good for one answer, for five minutes.</summary>
/// <param name="Challenge">Comes back with the answer.</param>
/// <param name="Options">For <c>navigator.credentials</c>, through <c>parseCreationOptionsFromJSON</c> or <c>parseRequestOptionsFromJSON</c>.</param>
public sealed record PasskeyQuestion(string Challenge, JsonElement Options);

/// <summary>Adds a passkey.</summary>
/// <param name="Challenge">Of the question.</param>
/// <param name="Name">What the person calls it, 1 to 100 characters.</param>
/// <param name="Credential">What <c>navigator.credentials.create</c> gave, as its <c>toJSON</c> writes it.</param>
public sealed record NewPasskey(string Challenge, string Name, JsonElement Credential);

/// <summary>Another name for a passkey.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record PasskeyEdit(string Name);

/// <summary>A passkey of the person.</summary>
/// <param name="Id">Its credential id, base64url.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Created">Since when.</param>
/// <param name="IsBackedUp">Whether its maker keeps a copy elsewhere, as they said when it was used last.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset Created, bool IsBackedUp);

/// <summary>Signs in by a passkey.</summary>
/// <param name="Challenge">Of the question.</param>
/// <param name="Credential">What <c>navigator.credentials.get</c> gave, as its <c>toJSON</c> writes it.</param>
/// <param name="OrganisationId">Which of their organisations; null for the first.</param>
public sealed record PasskeySession(string Challenge, JsonElement Credential, string? OrganisationId = null);
