using Gatehouse.Api.Policies;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Policies;

internal sealed class PolicyTable : IEntityTypeConfiguration<NamedPolicy>
{
    public void Configure(EntityTypeBuilder<NamedPolicy> builder)
    {
        builder.ToTable("policies").HasKey(row => row.Id);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => row.OrganisationId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PolicyVersionTable : IEntityTypeConfiguration<PolicyVersion>
{
    public void Configure(EntityTypeBuilder<PolicyVersion> builder)
    {
        builder.ToTable("policy_versions").HasKey(row => new { row.PolicyId, row.Number });
        builder.Property(row => row.State).HasConversion<WordStorage<PolicyVersionState>>();
        builder.HasOne<NamedPolicy>().WithMany().HasForeignKey(row => row.PolicyId).OnDelete(DeleteBehavior.Restrict);
    }
}
