using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.People.Passkeys;

/// <summary>A question to an authenticator, until it is answered.</summary>
internal sealed class PasskeyChallenge
{
    /// <summary><c>pkc_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Who adds a passkey; null for who signs in.</summary>
    public string? PersonId { get; init; }

    /// <summary>What the answer is held against.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Expires { get; init; }
}

internal sealed class PasskeyChallengeTable : IEntityTypeConfiguration<PasskeyChallenge>
{
    public void Configure(EntityTypeBuilder<PasskeyChallenge> builder)
    {
        builder.ToTable("passkey_challenges").HasKey(row => row.Id);
        builder.HasIndex(row => row.Expires);
    }
}
