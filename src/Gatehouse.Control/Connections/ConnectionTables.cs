using Gatehouse.Control.Grants;
using Gatehouse.Control.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Gatehouse.Control.Connections;

internal sealed class ConnectionTable : IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Connection> builder)
    {
        builder.ToTable("connections");
        builder.Property(row => row.CreationDate).HasConversion<UtcTicks>();
        builder.HasIndex(row => row.GrantId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Grant>().WithMany().HasForeignKey(row => row.GrantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OAuthClientTable : IEntityTypeConfiguration<OAuthClient>
{
    public void Configure(EntityTypeBuilder<OAuthClient> builder)
    {
        builder.ToTable("oauth_clients");
        builder.Property(row => row.ClientId).HasMaxLength(ClientChecks.LongestAddress);
        builder.HasIndex(row => row.Created);
    }
}

internal sealed class OAuthTokenTable : IEntityTypeConfiguration<OAuthToken>
{
    public void Configure(EntityTypeBuilder<OAuthToken> builder)
    {
        builder.ToTable("oauth_tokens");
        builder.Property(row => row.CreationDate).HasConversion<UtcTicks>();
        builder.Property(row => row.ExpirationDate).HasConversion<UtcTicks>();
        builder.Property(row => row.RedemptionDate).HasConversion<UtcTicks>();
        builder.HasIndex(row => row.ExpirationDate);
    }
}

internal sealed class OAuthScopeTable : IEntityTypeConfiguration<OAuthScope>
{
    public void Configure(EntityTypeBuilder<OAuthScope> builder) => builder.ToTable("oauth_scopes");
}

/// <summary>Times of the library are of UTC, and kept as ticks like all others.</summary>
internal sealed class UtcTicks() : ValueConverter<DateTime, long>(
    time => time.Ticks, ticks => new DateTime(ticks, DateTimeKind.Utc));
