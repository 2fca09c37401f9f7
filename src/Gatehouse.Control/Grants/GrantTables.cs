using Gatehouse.Control.Organisations;
using Gatehouse.Control.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Grants;

internal sealed class GrantTable : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants").HasKey(row => row.Id);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.ComplexProperty(row => row.Frozen);
        builder.HasIndex(row => row.OrganisationId);
        builder.HasIndex(row => row.OwnerId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RegisteredServer>().WithMany().HasForeignKey(row => row.ServerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class IssuedTokenTable : IEntityTypeConfiguration<IssuedToken>
{
    public void Configure(EntityTypeBuilder<IssuedToken> builder)
    {
        builder.ToTable("grant_tokens").HasKey(row => row.Hash);
        builder.HasOne<Grant>().WithMany().HasForeignKey(row => row.GrantId).OnDelete(DeleteBehavior.Restrict);
    }
}
