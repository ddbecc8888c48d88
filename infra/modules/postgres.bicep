// PostgreSQL Flexible Server: inside the network, signed in to with Entra identities only, no password at all.
import { identity } from 'identities.bicep'

param location string
param tags object
param suffix string
param subnetId string
param privateZoneId string

@description('Identities that sign in.')
param administrators identity[]

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'psql-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
  properties: {
    version: '16'
    createMode: 'Default'
    storage: { storageSizeGB: 128, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 35, geoRedundantBackup: 'Enabled' }
    highAvailability: { mode: 'ZoneRedundant' }
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: privateZoneId
      publicNetworkAccess: 'Disabled'
    }
  }

  resource portal 'databases' = {
    name: 'collab'
    properties: { charset: 'UTF8', collation: 'C.utf8' }
  }

  resource gateway 'databases' = {
    name: 'gateway'
    dependsOn: [portal]
    properties: { charset: 'UTF8', collation: 'C.utf8' }
  }
}

// One after the other: the service refuses two at once.
@batchSize(1)
resource admins 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = [
  for admin in administrators: {
    parent: server
    name: admin.principalId
    dependsOn: [server::gateway]
    properties: { principalName: admin.name, principalType: 'ServicePrincipal', tenantId: tenant().tenantId }
  }
]

output host string = server.properties.fullyQualifiedDomainName
