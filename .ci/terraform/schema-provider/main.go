// A Terraform provider with the schemas of the AWS provider and nothing behind them: enough for `terraform validate` and for tests with
// `mock_provider`, where the real provider cannot be installed. Reads the output of schema.py from the file schema.json beside it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type document struct {
	Provider  block            `json:"provider"`
	Resources map[string]block `json:"resources"`
	Data      map[string]block `json:"data"`
}

type block struct {
	Nesting    string               `json:"nesting"`
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]block     `json:"blocks"`
}

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Nested   *block          `json:"nested"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
}

func main() {
	schema, err := read()
	if err != nil {
		log.Fatal(err)
	}
	err = tf6server.Serve("registry.terraform.io/hashicorp/aws", func() tfprotov6.ProviderServer { return server{schema: schema} })
	if err != nil {
		log.Fatal(err)
	}
}

func read() (*tfprotov6.GetProviderSchemaResponse, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(program), "schema.json"))
	if err != nil {
		return nil, err
	}
	var all document
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	response := &tfprotov6.GetProviderSchemaResponse{
		ResourceSchemas:   map[string]*tfprotov6.Schema{},
		DataSourceSchemas: map[string]*tfprotov6.Schema{},
	}
	if response.Provider, err = all.Provider.schema(); err != nil {
		return nil, err
	}
	for name, one := range all.Resources {
		if response.ResourceSchemas[name], err = one.schema(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for name, one := range all.Data {
		if response.DataSourceSchemas[name], err = one.schema(); err != nil {
			return nil, fmt.Errorf("data %s: %w", name, err)
		}
	}
	return response, nil
}

func (b block) schema() (*tfprotov6.Schema, error) {
	converted, err := b.convert()
	return &tfprotov6.Schema{Block: converted}, err
}

func (b block) convert() (*tfprotov6.SchemaBlock, error) {
	attributes, err := b.attributes()
	if err != nil {
		return nil, err
	}
	converted := &tfprotov6.SchemaBlock{Attributes: attributes}
	for name, inner := range b.Blocks {
		nested, err := inner.convert()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted.BlockTypes = append(converted.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name,
			Block:    nested,
			Nesting: map[string]tfprotov6.SchemaNestedBlockNestingMode{
				"list":   tfprotov6.SchemaNestedBlockNestingModeList,
				"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
				"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
			}[inner.Nesting],
		})
	}
	return converted, nil
}

func (b block) attributes() ([]*tfprotov6.SchemaAttribute, error) {
	var converted []*tfprotov6.SchemaAttribute
	for name, one := range b.Attributes {
		attribute := &tfprotov6.SchemaAttribute{Name: name, Required: one.Required, Optional: one.Optional, Computed: one.Computed}
		var err error
		if one.Nested != nil {
			attribute.NestedType = &tfprotov6.SchemaObject{
				Nesting: map[string]tfprotov6.SchemaObjectNestingMode{
					"list":   tfprotov6.SchemaObjectNestingModeList,
					"map":    tfprotov6.SchemaObjectNestingModeMap,
					"set":    tfprotov6.SchemaObjectNestingModeSet,
					"single": tfprotov6.SchemaObjectNestingModeSingle,
				}[one.Nested.Nesting],
			}
			attribute.NestedType.Attributes, err = one.Nested.attributes()
		} else {
			//lint:ignore SA1019 the only parser of the JSON form of types
			attribute.Type, err = tftypes.ParseJSONType(one.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted = append(converted, attribute)
	}
	return converted, nil
}

// Implements what Terraform calls on a provider that is mocked. It never calls the other methods of the interface.
type server struct {
	tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schema, nil
}

func (s server) ValidateProviderConfig(
	_ context.Context, request *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s server) ValidateResourceConfig(
	context.Context, *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (s server) ValidateDataResourceConfig(
	context.Context, *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (s server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}
